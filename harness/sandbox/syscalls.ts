// The calls of the Linux kernel that a student's process is refused, by their numbers on each processor.
// A deny list: V8 and libuv change what they use from one version to the next, and the namespaces stand beneath it.

/** The processors that have a filter, and their place in the rows below. */
export const PROCESSORS = ['x64', 'arm64'] as const;
export type Processor = (typeof PROCESSORS)[number];

/** A call's numbers on x64 and on arm64, which never had some of them. */
export type Numbers = readonly [x64: number, arm64: number | null];

/** Refused as not permitted. */
export const DENIED: Readonly<Record<string, Numbers>> = {
  // network; what goes on the descriptors that are there already (read, write, shutdown) stays
  socket: [41, 198],
  socketpair: [53, 199],

  connect: [42, 203],
  bind: [49, 200],
  listen: [50, 201],
  accept: [43, 202],
  accept4: [288, 242],
  sendto: [44, 206],
  sendmsg: [46, 211], // hands descriptors over
  sendmmsg: [307, 269],
  recvmsg: [47, 212],
  recvmmsg: [299, 243],
  // processes; `clone` is looked at by its flags
  fork: [57, null],
  vfork: [58, null],
  execveat: [322, 281],
  ptrace: [101, 117],
  process_vm_readv: [310, 270],
  process_vm_writev: [311, 271],
  process_madvise: [440, 440],
  process_mrelease: [448, 448],
  pidfd_open: [434, 434],
  pidfd_getfd: [438, 438],
  pidfd_send_signal: [424, 424],
  kcmp: [312, 272],
  personality: [135, 92],
  // namespaces and mounts
  unshare: [272, 97],
  setns: [308, 268],
  mount: [165, 40],
  umount2: [166, 39],
  pivot_root: [155, 41],
  chroot: [161, 51],
  open_tree: [428, 428],
  move_mount: [429, 429],
  fsopen: [430, 430],
  fsconfig: [431, 431],
  fsmount: [432, 432],
  fspick: [433, 433],
  mount_setattr: [442, 442],
  name_to_handle_at: [303, 264],
  open_by_handle_at: [304, 265],
  mknod: [133, null],
  mknodat: [259, 33],
  // large and young parts of the kernel
  bpf: [321, 280],
  io_uring_setup: [425, 425],
  io_uring_enter: [426, 426],
  io_uring_register: [427, 427],
  userfaultfd: [323, 282],
  perf_event_open: [298, 241],
  fanotify_init: [300, 262],
  fanotify_mark: [301, 263],
  add_key: [248, 217],
  request_key: [249, 218],
  keyctl: [250, 219],
  vmsplice: [278, 75],
  // memory that RLIMIT_DATA does not count
  memfd_create: [319, 279],
  memfd_secret: [447, 447],
  shmget: [29, 194],
  shmat: [30, 196],
  semget: [64, 190],
  msgget: [68, 186],
  mq_open: [240, 180],
  mbind: [237, 235],
  migrate_pages: [256, 238],
  move_pages: [279, 239],
  // what only an administrator does
  kexec_load: [246, 104],
  kexec_file_load: [320, 294],
  init_module: [175, 105],
  finit_module: [313, 273],
  delete_module: [176, 106],
  reboot: [169, 142],
  swapon: [167, 224],
  swapoff: [168, 225],
  acct: [163, 89],
  quotactl: [179, 60],
  syslog: [103, 116],
  sethostname: [170, 161],
  setdomainname: [171, 162],
  settimeofday: [164, 170],
  clock_settime: [227, 112],
  clock_adjtime: [305, 266],
  adjtimex: [159, 171],
  iopl: [172, null],
  ioperm: [173, null],
  modify_ldt: [154, null],
  uselib: [134, null],
};

/** Starts a thread or, without the flag, a process. */
export const CLONE: Numbers = [56, 220];
/** Its flags lie in memory, where no filter sees them: told as unknown, the C library takes `clone` instead. */
export const CLONE3: Numbers = [435, 435];
/** The flag of a clone that is a thread of the same process. */
export const CLONE_THREAD = 0x10000;
/** On x64, numbers from here on are the calls of a second, narrower binary interface, under which each call has another number. */
export const X32_CALLS = 0x40000000;
