// Which particle a thread is. Numbering: src/model/plan.ts (Layout).

struct Dispatch {
  key: vec2u,            // of the random numbers: the seed
  first_step: u32,       // steps made before this dispatch
  last_step: u32,        // steps made when it ends
  burn_in: u32,
  workgroups: u32,       // of the page
  width: u32,            // workgroups are folded into rows of this many
  page_tile: u32,        // first tile of the page, in the whole ensemble
  page_slots: u32,       // places for particles in the page
  tiles_per_point: u32,
  last_count: u32,       // particles in a point's last tile
  finish: u32,           // 1 in the last dispatch of a page
}

@group(0) @binding(0) var<uniform> dispatch: Dispatch;
// One row per sweep point: coefficients of the method, values of parameters, settings of observers.
@group(0) @binding(1) var<storage, read> table: array<f32>;
// state[component * page_slots + slot]
@group(0) @binding(2) var<storage, read_write> state: array<f32>;

#if DATA
// Rows of the table one after the other, training rows first.
@group(0) @binding(5) var<storage, read> data: array<f32>;
#endif

const tile_shift = ${TILE_SHIFT}u;
const workgroup_threads = ${WORKGROUP}u;

struct Particle {
  alive: bool,
  slot: u32,      // in the page
  point: u32,     // of the sweep
  tile: u32,      // within the point
  address: vec2u, // of its random numbers
}

fn locate(workgroup: u32, lane: u32) -> Particle {
  let slot = workgroup * ${WORKGROUP}u + lane;
  let global_tile = dispatch.page_tile + (slot >> tile_shift);
  let point = global_tile / dispatch.tiles_per_point;
  let tile = global_tile % dispatch.tiles_per_point;
  let offset = slot & ((1u << tile_shift) - 1u);
  let full = tile + 1u < dispatch.tiles_per_point;
  let alive = slot < dispatch.page_slots && (full || offset < dispatch.last_count);
  let high = (tile >> (31u - tile_shift)) >> 1u;
  return Particle(alive, slot, point, tile, vec2u((tile << tile_shift) | offset, high | (point << 16u)));
}
