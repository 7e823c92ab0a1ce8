// What a student's process may use, as course.yaml says; every number has its unit.

export interface Limits {
  /** Wall time to run the submission's top level (ms). */
  loadMs: number;
  /** Wall time of one call (ms). */
  callMs: number;
  /** Wall time of a call of these functions (ms). */
  slowCallsMs: Record<string, number>;
  /** Wall time of an exercise from its start, the grader's own work between calls included (ms); CPU time may be twice that. */
  exerciseMs: number;
  /** Memory of the process's own data, buffers and WebAssembly included (bytes). */
  memoryBytes: number;
  /** Output that is kept and shown (bytes). */
  outputKeptBytes: number;
  /** Output at which the process is stopped (bytes). */
  outputStopBytes: number;
}
