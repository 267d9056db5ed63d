import { ErgodicError } from '../errors';

/** Part `index` (from 1) of `count` parts of a run. */
export interface ShardChoice {
  index: number;
  count: number;
  /** Where it was found, for who wonders. */
  found: string;
}

/** More would be a slip of the pen. */
const mostShards = 1_000_000;

/**
 * Which part of a run this process is to do: as `--shard i/n` says, else by the place in a Slurm array or an indexed job of Kubernetes;
 * null for all of it.
 *
 * @throws ErgodicError badInput for a part that cannot be, or an index without a count
 */
export function shardChoice(option: string | undefined, env: NodeJS.ProcessEnv = process.env): ShardChoice | null {
  const choice = option !== undefined ? fromOption(option) : (fromSlurm(env) ?? fromKubernetes(env));
  return choice === null || choice.count === 1 ? null : choice;
}

function fromOption(text: string): ShardChoice {
  const match = /^\s*(\d+)\s*\/\s*(\d+)\s*$/.exec(text);
  const [index, count] = match === null ? [0, 0] : [Number(match[1]), Number(match[2])];
  if (index >= 1 && index <= count && count <= mostShards) return { index, count, found: '--shard' };
  throw new ErgodicError('badInput', `--shard: found '${text}', expected i/n with i from 1 to n, as in --shard 1/4`);
}

const whole = (text: string | undefined): number | null =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : null;

function fromSlurm(env: NodeJS.ProcessEnv): ShardChoice | null {
  const id = whole(env.SLURM_ARRAY_TASK_ID);
  if (id === null) return null;
  const [least, count, stride] = [env.SLURM_ARRAY_TASK_MIN, env.SLURM_ARRAY_TASK_COUNT, env.SLURM_ARRAY_TASK_STEP].map(
    whole,
  );
  if (least === null || count === null)
    throw lacking('SLURM_ARRAY_TASK_ID', 'SLURM_ARRAY_TASK_MIN or SLURM_ARRAY_TASK_COUNT');
  const index = (id - least) / (stride || 1) + 1;
  // Tasks that were left out of the array would leave gaps, and indices past the count.
  if (Number.isInteger(index) && index <= count) return { index, count, found: `SLURM_ARRAY_TASK_ID=${id}` };
  const found = `SLURM_ARRAY_TASK_ID=${id} of ${count} tasks from ${least} on`;
  throw new ErgodicError('badInput', `found ${found}, an array with gaps; submit --array=1-n, or give --shard i/n`);
}

function fromKubernetes(env: NodeJS.ProcessEnv): ShardChoice | null {
  const index = whole(env.JOB_COMPLETION_INDEX);
  if (index === null) return null;
  const count = whole(env.JOB_COMPLETIONS);
  if (count === null) throw lacking('JOB_COMPLETION_INDEX', 'JOB_COMPLETIONS, the number of completions of the job');
  if (index < count) return { index: index + 1, count, found: `JOB_COMPLETION_INDEX=${index}` };
  const found = `JOB_COMPLETION_INDEX=${index} with JOB_COMPLETIONS=${count}`;
  throw new ErgodicError('badInput', `found ${found}; expected an index below it: set it to the job's completions`);
}

function lacking(there: string, missing: string): ErgodicError {
  return new ErgodicError(
    'badInput',
    `found ${there} without ${missing}; set it, or give --shard i/n (1/1 for a whole run)`,
  );
}
