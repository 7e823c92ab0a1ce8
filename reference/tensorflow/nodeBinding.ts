// tfjs-node and its GPU twin: TensorFlow's own library, bound to Node. Both register the backend `tensorflow` as they load.

import { execFileSync } from 'node:child_process';
import { createRequire } from 'node:module';
import * as tf from '@tensorflow/tfjs';
import { ADDED_BY, DeviceUnavailable } from '../devices.ts';

const BACKEND = 'tensorflow';

const LIBRARIES = { cuda: '@tensorflow/tfjs-node-gpu', native: '@tensorflow/tfjs-node' } as const;

/** What of the backend is read beside TensorFlow.js's own interface. */
interface Binding {
  isUsingGpuDevice?: boolean;
  binding?: { TF_Version?: string };
}

/** Loads the binding and sets its backend; resolves to versions, and on cuda to the name of the GPU. */
export async function openNodeBinding(device: keyof typeof LIBRARIES): Promise<string> {
  const library = LIBRARIES[device];
  const version = load(device, library);
  if (tf.findBackend(BACKEND) === null || !(await tf.setBackend(BACKEND)))
    throw new DeviceUnavailable(`Device ${device} did not start: ${library} brought no backend.`);
  const backend = tf.backend() as Binding;
  const detail = `${library} ${version}, libtensorflow ${backend.binding?.TF_Version ?? 'of unknown version'}`;
  if (device === 'native') return detail;
  if (backend.isUsingGpuDevice !== true) {
    tf.removeBackend(BACKEND); // another library may bring one by this name
    throw new DeviceUnavailable(
      `Device cuda needs a GPU, and ${library} found none that it can use: nvidia-smi has to list one, and CUDA and cuDNN have to be installed.`,
    );
  }
  return `${gpuName()}, ${detail}`;
}

/** Gives the version of TensorFlow.js that the library has. */
function load(device: keyof typeof LIBRARIES, library: string): string {
  const require = createRequire(import.meta.url);
  prepareProcess(require);
  try {
    require.resolve(library);
  } catch {
    throw new DeviceUnavailable(
      `Device ${device} needs ${library}, which is not installed here`,
      ADDED_BY[device],
    );
  }
  const words = process.argv;
  try {
    // Its search for the binding reads our words as its own options: `--dir solutions` would move the search there.
    process.argv = words.slice(0, 2);
    const { version } = require(library) as { version?: Record<string, string> };
    return version?.['tfjs-core'] ?? '';
  } catch (error) {
    const [reason = ''] = String(error instanceof Error ? error.message : error).split('\n');
    throw new DeviceUnavailable(
      `Device ${device} needs ${library}, which is installed and does not load (${reason.trim()})`,
      `npm rebuild ${library} --build-addon-from-source`,
    );
  } finally {
    process.argv = words;
  }
}

/** What has to hold before the library loads. */
function prepareProcess(require: NodeJS.Require): void {
  // Its log of processor features and memory is nobody's business here; errors are still told.
  process.env.TF_CPP_MIN_LOG_LEVEL ??= '2';
  // oneDNN announces itself on the terminal, rounds differently from machine to machine, and gains nothing at this size.
  process.env.TF_ENABLE_ONEDNN_OPTS ??= '0';
  // A signal that comes while its kernel for thin products is at work, such as the end of a student's process, destroys memory
  // (libtensorflow 2.21): a crash, or numbers that are wrong. Eigen's own is a tenth slower.
  process.env.TENSORFLOW_USE_CUSTOM_CONTRACTION_KERNEL ??= '0';
  // Products of this size are done before a second thread has woken: MNIST takes a quarter longer on two.
  process.env.TF_NUM_INTRAOP_THREADS ??= '1';
  // Node 23 dropped this function, which tfjs-node 4.22 calls as it makes a tensor.
  const util = require('node:util') as { isNullOrUndefined?: (value: unknown) => boolean };
  util.isNullOrUndefined ??= (value) => value === null || value === undefined;
}

/** What the driver calls the first GPU. */
function gpuName(): string {
  try {
    const words = ['--query-gpu=name', '--format=csv,noheader'];
    const names = execFileSync('nvidia-smi', words, {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const [first = ''] = names.split('\n');
    return first.trim() === '' ? 'a GPU' : first.trim();
  } catch {
    return 'a GPU';
  }
}
