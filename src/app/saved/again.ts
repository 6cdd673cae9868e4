import { ExpectedError, usageError } from '../../errors.js';
import { scenarioOf } from '../../model/configuration.js';
import type { SavedDocument, SavedKind } from '../../model/saved.js';
import type { Scenario } from '../../model/scenario.js';
import type { Summary, Warning } from '../../model/summary.js';
import { commandOf } from '../../report/comparison/setting.js';
import { definitionsOf } from '../../scenario/definitions.js';
import { checkScenario } from '../../scenario/scenario.js';
import { loadSavedDefinitions } from '../definitions/saved.js';
import type { Hooks } from '../run/execution.js';
import { runScenario, type FinishedRun } from '../run/run.js';

/** Makes the scenario of a run once more, with the programs that are found now, and what defined it. */
export async function runAgain(summary: Summary, outputDir: string, hooks: Hooks): Promise<FinishedRun> {
  await loadSavedDefinitions(summary.configuration);
  const { scenario, warnings } = checkScenario(scenarioOf(summary.configuration));
  return runScenario({ scenario, outputDir, warnings: [...warnings, ...changedDefinitions(summary, scenario)] }, hooks);
}

function changedDefinitions({ id, definitions }: Summary, scenario: Scenario): Warning[] {
  const before = new Set(definitions.map(({ sha256 }) => sha256));
  return definitionsOf(scenario)
    .filter(({ sha256 }) => !before.has(sha256))
    .map(({ path }) => ({
      code: 'definition-changed',
      message: `${path} is not what it was in ${id}`,
      advice: 'the two runs are not of one scenario',
    }));
}

/** The run that is to be made again; throws a usage error that says how else it is made again what is no plain run. */
export function repeatable(saved: SavedDocument, folder: string): Summary {
  if (saved.kind !== 'run') {
    throw usageError(
      'no-single-run',
      `${folder} is ${titles[saved.kind]}, and again makes single runs`,
      remedyOf(saved, folder),
    );
  }
  const { capture } = saved.document;
  if (capture === null) return saved.document;
  throw new ExpectedError(
    'captured-run',
    `${folder} is a run that ${capture.kind} looked into, which costs speed`,
    `${folder}/reproduce.sh makes it again`,
    2,
  );
}

const titles: Readonly<Record<SavedKind, string>> = {
  run: 'a run',
  bench: 'a bench',
  comparison: 'a comparison',
  comparisons: 'a comparison',
  sweep: 'a sweep',
  capacity: 'a search for the capacity',
};

function remedyOf(saved: SavedDocument, folder: string): string {
  if (saved.kind === 'comparison') return commandOf(saved.document);
  if (saved.kind === 'comparisons') return commandOf(...saved.document);
  return `flimflam show ${folder} prints its options`;
}
