// Rejected candidate: Threefry4x32 (Salmon et al. 2011, Random123), unrolled; ROUNDS is 12 or 20. Needs philox.wgsl.
struct Stream { key: vec2u, particle: vec2u, block: u32, draw: u32 }

fn threefry4x32(counter: vec4u, k: vec4u) -> vec4u {
  let last = 0x1BD11BDAu ^ k.x ^ k.y ^ k.z ^ k.w;
  var a = counter.x + k.x;
  var b = counter.y + k.y;
  var c = counter.z + k.z;
  var d = counter.w + k.w;
  a += b; b = (b * 1024u + (b >> 22u)) ^ a;  c += d; d = (d * 67108864u + (d >> 6u)) ^ c;
  a += d; d = (d * 2048u + (d >> 21u)) ^ a;  c += b; b = (b * 2097152u + (b >> 11u)) ^ c;
  a += b; b = (b * 8192u + (b >> 19u)) ^ a;  c += d; d = (d * 134217728u + (d >> 5u)) ^ c;
  a += d; d = (d * 8388608u + (d >> 9u)) ^ a;  c += b; b = (b * 32u + (b >> 27u)) ^ c;
  a += k.y; b += k.z; c += k.w; d += last + 1u;
  a += b; b = (b * 64u + (b >> 26u)) ^ a;  c += d; d = (d * 1048576u + (d >> 12u)) ^ c;
  a += d; d = (d * 131072u + (d >> 15u)) ^ a;  c += b; b = (b * 2048u + (b >> 21u)) ^ c;
  a += b; b = (b * 33554432u + (b >> 7u)) ^ a;  c += d; d = (d * 1024u + (d >> 22u)) ^ c;
  a += d; d = (d * 262144u + (d >> 14u)) ^ a;  c += b; b = (b * 1048576u + (b >> 12u)) ^ c;
  a += k.z; b += k.w; c += last; d += k.x + 2u;
  a += b; b = (b * 1024u + (b >> 22u)) ^ a;  c += d; d = (d * 67108864u + (d >> 6u)) ^ c;
  a += d; d = (d * 2048u + (d >> 21u)) ^ a;  c += b; b = (b * 2097152u + (b >> 11u)) ^ c;
  a += b; b = (b * 8192u + (b >> 19u)) ^ a;  c += d; d = (d * 134217728u + (d >> 5u)) ^ c;
  a += d; d = (d * 8388608u + (d >> 9u)) ^ a;  c += b; b = (b * 32u + (b >> 27u)) ^ c;
  a += k.w; b += last; c += k.x; d += k.y + 3u;
  if (ROUNDS == 12u) { return vec4u(a, b, c, d); }
  a += b; b = (b * 64u + (b >> 26u)) ^ a;  c += d; d = (d * 1048576u + (d >> 12u)) ^ c;
  a += d; d = (d * 131072u + (d >> 15u)) ^ a;  c += b; b = (b * 2048u + (b >> 21u)) ^ c;
  a += b; b = (b * 33554432u + (b >> 7u)) ^ a;  c += d; d = (d * 1024u + (d >> 22u)) ^ c;
  a += d; d = (d * 262144u + (d >> 14u)) ^ a;  c += b; b = (b * 1048576u + (b >> 12u)) ^ c;
  a += last; b += k.x; c += k.y; d += k.z + 4u;
  a += b; b = (b * 1024u + (b >> 22u)) ^ a;  c += d; d = (d * 67108864u + (d >> 6u)) ^ c;
  a += d; d = (d * 2048u + (d >> 21u)) ^ a;  c += b; b = (b * 2097152u + (b >> 11u)) ^ c;
  a += b; b = (b * 8192u + (b >> 19u)) ^ a;  c += d; d = (d * 134217728u + (d >> 5u)) ^ c;
  a += d; d = (d * 8388608u + (d >> 9u)) ^ a;  c += b; b = (b * 32u + (b >> 27u)) ^ c;
  a += k.x; b += k.y; c += k.z; d += k.w + 5u;
  return vec4u(a, b, c, d);
}

fn stream_open(key: vec2u, particle: vec2u, block: u32) -> Stream { return Stream(key, particle, block, 0u); }

fn stream_four(s: ptr<function, Stream>) -> vec4u {
  let draw = (*s).draw;
  (*s).draw = draw + 1u;
  return threefry4x32(vec4u((*s).particle, (*s).block, draw | (purpose_path << 24u)), vec4u((*s).key, 0u, 0u));
}
