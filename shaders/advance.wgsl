// Many steps of every particle of a page, observers fed inside the loop. The step, the formulas and the observers are spliced
// in by src/simulation/webgpu/kernel.ts; nothing a user typed gets here but as numbers and operations.

#if RECORDS
// Low words of all cells, then high words: cell (point, group, c) is at (point * groups + group) * cells + c.
@group(0) @binding(3) var<storage, read_write> tallies: array<atomic<u32>>;

// Adding with carry in two atomics: every carry is seen by exactly one of the additions.
fn add_tally(cell: u32, low: u32, high: u32) {
  let before = atomicAdd(&tallies[cell], low);
  let carried = high + select(0u, 1u, before + low < before);
  if (carried != 0u) { atomicAdd(&tallies[${TOTAL}u + cell], carried); }
}
#endif
#if GATHERS
var<workgroup> shared_low: array<atomic<u32>, ${SHARED}>;
var<workgroup> shared_high: array<atomic<u32>, ${SHARED_HIGH}>;

fn add_shared_sum(cell: u32, high_cell: u32, low: u32, high: u32) {
  let before = atomicAdd(&shared_low[cell], low);
  atomicAdd(&shared_high[high_cell], high + select(0u, 1u, before + low < before));
}
#endif
#if CAPTURES
// Floats that are kept as they are; where they lie: src/simulation/captured.ts.
@group(0) @binding(4) var<storage, read_write> captured: array<f32>;
#endif

// First 1 where something observed may still happen to a particle, then for each sweep point the first step after which a particle was
// found to have left the finite numbers, counted down from the largest word, so that 0 is none.
@group(0) @binding(6) var<storage, read_write> marks: array<atomic<u32>>;

fn mark_lost(point: u32, step: u32) { atomicMax(&marks[1u + point], 0xFFFFFFFFu - step); }

@compute @workgroup_size(${WORKGROUP})
fn advance(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let workgroup = id.y * dispatch.width + id.x;
  if (workgroup >= dispatch.workgroups) { return; }
  let particle = locate(workgroup, lane);
  let row = particle.point * ${ROW}u;
  let tally_base = (particle.point * ${GROUPS}u + particle.tile % ${GROUPS}u) * ${CELLS}u;
  ${LOADS}
  ${REGISTERS}
  if (particle.alive) {
    ${VARIABLES}
    ${LOAD}
    var spare = 0.0;
    var step_index = dispatch.first_step;
    var lost_at = 0u;
    ${BEGIN}
    ${NEXT_RECORDS}
    // Loops, and no branch where a loop will do: software adapters run both sides of a branch, with lanes masked.
    while (step_index < dispatch.last_step) {
      // A block of steps has a stream of its own, so that any step can be reached from nothing.
      var stream = stream_open(dispatch.key, particle.address, step_index >> ${BLOCK_SHIFT}u);
      let into_block = step_index & ${BLOCK_MASK}u;
      if (into_block != 0u) {
        ${SEEK}
      }
      let block_end = min(dispatch.last_step, (step_index | ${BLOCK_MASK}u) + 1u);
      while (step_index < block_end) {
        var stop = block_end;
        ${STOPS}
#if WINDOW
        // All steps from one record to the next, and that record, without a loop of their own: to enter and leave one costs SwiftShader
        // several steps.
        for (; (next${PERIOD} == step_index + ${PERIOD}u) && (next${PERIOD} <= stop);) {
          ${WINDOW_RUN}
          next${PERIOD} += ${PERIOD}u;
          ${WINDOW_RECORD}
        }
        stop = min(stop, next${PERIOD});
#endif
#if SINGLE
#if ODD
        // In odd dimensions two steps share a pair of normals: first an odd step that finds its normal in spare, then an even number.
        for (; (step_index & 1u) == 1u && step_index < stop;) {
          ${ODD_STEP}
        }
#endif
#endif
#if RUNS
        // Several steps one after the other: what is carried from step to step is in registers.
        for (; step_index + ${LAST}u < stop;) {
          ${RUN}
        }
#endif
#if SINGLE
        for (; step_index < stop;) {
          ${STEP}
        }
#endif
        ${RECORDS_BETWEEN}
      }
      // Looked at where blocks end, wherever dispatches do; marked after the loop, in which a branch costs a tenth of a step.
      ${LOST}
    }
    if (lost_at != 0u) { mark_lost(particle.point, lost_at); }
    ${STORE}
    ${FINISH}
  }
  ${FLUSH}
}
