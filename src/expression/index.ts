export { gradient, hessian } from './differentiate';
export { ExpressionError } from './error';
export { dependencies, Graph, inOrder, type Node } from './graph';
export { parse } from './parse';
export { compile, type Program } from './program';
export { createScope, type Scope } from './scope';
export { type Emission, emitWgsl, literal, type Naming } from './wgsl';
