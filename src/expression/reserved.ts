/**
 * Words that cannot name a coordinate, a parameter or a column: those of WGSL (W3C Recommendation, §3.7 and §16.1), so that
 * an experiment file reads the same in a shader's error message, and those that the expression grammar itself uses.
 */
const wgslWords = `alias break case const const_assert continue continuing default diagnostic discard else enable false fn for
if let loop override requires return struct switch true var while
NULL Self abstract active alignas alignof as asm asm_fragment async attribute auto await become cast catch class co_await
co_return co_yield coherent column_major common compile compile_fragment concept const_cast consteval constexpr constinit
crate debugger decltype delete demote demote_to_helper do dynamic_cast enum explicit export extends extern external
fallthrough filter final finally friend from fxgroup get goto groupshared highp impl implements import inline instanceof
interface layout lowp macro macro_rules match mediump meta mod module move mut mutable namespace new nil noexcept noinline
nointerpolation non_coherent noncoherent noperspective null nullptr of operator package packoffset pass patch pixelfragment
precise precision premerge priv protected pub public readonly ref regardless register reinterpret_cast require resource
restrict self set shared sizeof smooth snorm static static_assert static_cast std subroutine super target template this
thread_local throw trait try type typedef typeid typename typeof union unless unorm unsafe unsized use using varying
virtual volatile wgsl where with writeonly yield
bool f16 f32 i32 u32 vec2 vec3 vec4 mat2x2 mat3x3 mat4x4 array atomic ptr sampler texture_2d vec2f vec3f vec4f vec2u vec3u
vec4u vec2i vec3i vec4i bitcast select workgroup storage uniform private function`;

export const grammarWords: ReadonlySet<string> = new Set('pi loss testLoss momentum dot sum norm2'.split(' '));

export const reservedWords: ReadonlySet<string> = new Set([...wgslWords.split(/\s+/), ...grammarWords]);
