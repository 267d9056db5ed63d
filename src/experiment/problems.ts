import { ErgodicError } from '../errors';

const mostShown = 8;

/** Something wrong at one place of an experiment file: what was found, what was expected. */
export interface Problem {
  /** Path in the file, such as `observe.density.bins`; empty for the file as a whole. */
  path: string;
  text: string;
}

/** Collects what is wrong with a file, so that a person meets all of it at once. */
export class Problems {
  private readonly list: Problem[] = [];

  /** @param file the name that messages begin with */
  constructor(readonly file: string) {}

  add(path: string, text: string): void {
    this.list.push({ path, text });
  }

  /** Runs `work`; an ErgodicError of bad input becomes a problem at `path` and the answer undefined. */
  attempt<T>(path: string, work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof ErgodicError) || error.failure !== 'badInput') throw error;
      this.add(path, error.message);
      return undefined;
    }
  }

  /** @throws ErgodicError badInput naming every problem so far, if there is one */
  raise(): void {
    if (this.list.length > 0) throw new ErgodicError('badInput', describeProblems(this.file, this.list));
  }
}

function describeProblems(file: string, problems: readonly Problem[]): string {
  if (problems.length === 1) return `${file}: ${describeProblem(problems[0], '  ')}`;
  const shown = problems.slice(0, mostShown).map((p) => `  ${describeProblem(p, '    ')}`);
  const rest = problems.length > mostShown ? [`  … and ${problems.length - mostShown} more`] : [];
  return [`${file}: ${problems.length} problems`, ...shown, ...rest].join('\n');
}

// A caret stays under its character because every further line moves by the same indent.
function describeProblem({ path, text }: Problem, indent: string): string {
  const [first, ...rest] = text.split('\n');
  return [`${path || 'the file as a whole'}: ${first}`, ...rest.map((line) => indent + line)].join('\n');
}
