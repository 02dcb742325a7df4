import type { Finding } from './findings.js';
import type { Scenario, SocketOptions, SocketPlan, Step } from './scenario.js';

/** What a scenario is found to do; undefined: nothing wrong. */
export type Trial = (scenario: Scenario) => Promise<Finding | undefined>;

/**
 * Makes a scenario that shows a finding as small as it gets while it shows one of the same kind: fewer steps, fewer
 * messages, fewer options. A step that makes no sense any more without another one is left out by the run itself.
 */
export async function shrink(scenario: Scenario, finding: Finding, trial: Trial, seconds: number): Promise<Scenario> {
  const deadline = performance.now() + seconds * 1000;
  let best = scenario;
  const attempt = async (smaller: Scenario): Promise<boolean> => {
    if (performance.now() > deadline || (await trial(smaller))?.kind !== finding.kind) return false;
    best = smaller;
    return true;
  };
  let before: Scenario;
  do {
    before = best;
    await fewerSteps(() => best, attempt);
    await smallerSends(() => best, attempt);
    await fewerOptions(() => best, attempt);
  } while (best !== before && performance.now() < deadline);
  return best;
}

type Attempt = (smaller: Scenario) => Promise<boolean>;

/** Leaves out blocks of steps, large ones first. */
async function fewerSteps(best: () => Scenario, attempt: Attempt): Promise<void> {
  for (let size = Math.ceil(best().steps.length / 2); size >= 1; size = Math.floor(size / 2)) {
    for (let start = best().steps.length - size; start >= 0; start -= size) {
      const { steps } = best();
      await attempt({ ...best(), steps: [...steps.slice(0, start), ...steps.slice(start + size)] });
    }
  }
}

async function smallerSends(best: () => Scenario, attempt: Attempt): Promise<void> {
  for (let index = 0; index < best().steps.length; index++) {
    for (let step = best().steps[index]; step?.do === 'send'; step = best().steps[index]) {
      const count = Math.floor(step.count / 2);
      if (count < 1 || !(await attempt(replaced(best(), index, { ...step, count })))) break;
    }
    const step = best().steps[index];
    if (step?.do === 'send' && step.bytes > 10) await attempt(replaced(best(), index, { ...step, bytes: 10 }));
  }
}

function replaced(scenario: Scenario, index: number, step: Step): Scenario {
  return { ...scenario, steps: scenario.steps.map((each, at) => (at === index ? step : each)) };
}

async function fewerOptions(best: () => Scenario, attempt: Attempt): Promise<void> {
  for (let who = 0; who < best().sockets.length; who++) {
    for (const name of Object.keys((best().sockets[who] as SocketPlan).options)) {
      const sockets = best().sockets.map((plan, at) => (at === who ? { ...plan, options: without(plan, name) } : plan));
      await attempt({ ...best(), sockets });
    }
  }
  const { endpoints } = best();
  if (endpoints.some(({ proxied }) => proxied)) {
    await attempt({ ...best(), endpoints: endpoints.map((endpoint) => ({ ...endpoint, proxied: false })) });
  }
}

function without({ options }: SocketPlan, name: string): SocketOptions {
  return Object.fromEntries(Object.entries(options).filter(([each]) => each !== name));
}
