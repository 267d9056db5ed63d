// Puts the particles of a page at their start. Twin: src/simulation/cpu/twin.ts (start).

@compute @workgroup_size(${WORKGROUP})
fn initialise(@builtin(workgroup_id) id: vec3u, @builtin(local_invocation_index) lane: u32) {
  let particle = locate(id.y * dispatch.width + id.x, lane);
  if (!particle.alive) { return; }
  let row = particle.point * ${ROW}u;
  ${LOADS}
  ${VARIABLES}
  var words: vec4u;
  ${START}
  ${STORE}
}
