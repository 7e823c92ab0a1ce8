// Vitest as the engine that runs graders: one warm instance, one run for each job.

import path from 'node:path';
import type { createVitest } from 'vitest/node';
import { DeviceUnavailable, type DeviceChoice } from '../../reference/devices.ts';
import type { AnswersJob, Finding, Findings, Job } from '../job.ts';
import { inProcessPool } from './inProcessPool.ts';
import { moduleCache } from './moduleCache.ts';

type Vitest = Awaited<ReturnType<typeof createVitest>>;
type Reporters = NonNullable<NonNullable<Parameters<typeof createVitest>[1]>['reporters']>;

export interface Run {
  findings: Findings | null;
  checks: Map<string, Finding & { durationMs: number }>;
  /** Why the grader itself could not run; null where it did. */
  trouble: string | null;
}

/** What a TestCase and a TestModule of Vitest's reporter interface are read for. */
interface ReportedCase {
  name: string;
  meta(): { finding?: Finding };
  diagnostic(): { duration: number } | undefined;
  result(): { errors?: readonly { message: string }[] };
}
interface ReportedModule {
  meta(): { findings?: Findings };
  errors(): readonly { message: string }[];
}

/** What the reference may take of a check beside the student's process, which ends at its exercise's limit (ms). */
const REFERENCE_MS = 5 * 60 * 1000;

const SIGNALS = ['SIGINT', 'SIGTERM'] as const;

/** Runs graders. Jobs go one at a time. */
export class Engine {
  private readonly vitest: Vitest;
  private readonly root: string;
  private readonly collected: { current: Run };

  private constructor(vitest: Vitest, root: string, collected: { current: Run }) {
    this.vitest = vitest;
    this.root = root;
    this.collected = collected;
  }

  /** Starts Vitest on the project at `root`, whose longest exercise may take `exerciseMs`. */
  static async open(root: string, exerciseMs: number): Promise<Engine> {
    // As late as this: what the command starts beside Vitest does not wait for it to be read.
    const [{ createVitest }, worker] = await Promise.all([import('vitest/node'), import('vitest/worker')]);
    const collected = { current: emptyRun() };
    const listened = SIGNALS.map((signal) => [signal, process.listeners(signal)] as const);
    const vitest = await createVitest(
      'test',
      {
        root,
        config: false,
        include: ['graders/*.grade.ts'],
        watch: false,
        run: true,
        pool: inProcessPool(worker),
        isolate: false,
        maxWorkers: 1,
        disableConsoleIntercept: true,
        experimental: moduleCache(root),
        testTimeout: exerciseMs + REFERENCE_MS,
        hookTimeout: exerciseMs + REFERENCE_MS,
        reporters: [collector(collected)] as Reporters,
        server: { deps: { external: [/[\\/]dist[\\/]tfjs/] } },
      },
      { logLevel: 'error', resolve: { alias: tensorflowBundles(root) } },
    );
    // Vitest's own would call process.exit, which throws while graders run: signals are the command's business.
    for (const [signal, own] of listened)
      for (const listener of process.listeners(signal))
        if (!own.includes(listener)) process.off(signal, listener);
    return new Engine(vitest, root, collected);
  }

  /** Grades one exercise; what goes wrong on our side comes back as `trouble`. */
  async run(job: Job | AnswersJob): Promise<Run> {
    if ('script' in job) this.vitest.provide('job', job);
    else this.vitest.provide('answers', job);
    return this.runSpec(`${job.exercise}.grade.ts`);
  }

  /** The device that the reference opens on. Rejects with DeviceUnavailable where it cannot. */
  async openDevice(choice: string): Promise<{ device: string; deviceDetail: string }> {
    this.vitest.provide('device', choice as DeviceChoice);
    const { findings, trouble } = await this.runSpec('support/device.ts');
    const refusal = trouble ?? (findings ? findings.message : 'The reference did not start.');
    if (refusal !== null || !findings) throw new DeviceUnavailable(refusal ?? '');
    return { device: findings.device, deviceDetail: findings.deviceDetail };
  }

  private async runSpec(name: string): Promise<Run> {
    this.collected.current = emptyRun();
    const { exitCode } = process;
    const spec = path.join(this.root, 'graders', name);
    await this.vitest.runTestSpecifications([this.vitest.getRootProject().createSpecification(spec)], true);
    process.exitCode = exitCode; // a failed check is a finding, not a failure of this process
    return this.collected.current;
  }

  async close(): Promise<void> {
    await this.vitest.close();
  }
}

function emptyRun(): Run {
  return { findings: null, checks: new Map(), trouble: null };
}

/** Takes the findings out of Vitest's events; it prints nothing. */
function collector(collected: { current: Run }) {
  return {
    onTestCaseResult(test: ReportedCase): void {
      const { finding } = test.meta();
      const durationMs = Math.round(test.diagnostic()?.duration ?? 0);
      if (finding) collected.current.checks.set(test.name, { ...finding, durationMs });
    },
    onTestModuleEnd(module: ReportedModule): void {
      collected.current.findings = module.meta().findings ?? null;
      collected.current.trouble = module.errors()[0]?.message ?? null;
    },
  };
}

/** TensorFlow.js from one file each, five times faster to load than its packages. */
function tensorflowBundles(root: string): Record<string, string> {
  const bundle = (name: string) => path.join(root, 'dist', `${name}.mjs`);
  return {
    '@tensorflow/tfjs-backend-wasm': bundle('tfjs-backend-wasm'),
    '@tensorflow/tfjs-backend-cpu': bundle('tfjs-backend-cpu'),
    '@tensorflow/tfjs': bundle('tfjs'),
  };
}
