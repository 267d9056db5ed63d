export { gradient, hessian } from './differentiate';
export { ExpressionError } from './error';
export { dependencies, Graph, inOrder, type Node, type RowTable } from './graph';
export { parse } from './parse';
export { compile, type Program, type RowChoice } from './program';
export { createScope, type Scope, withColumns, withFormulas } from './scope';
export { type Emission, emitWgsl, literal, type Naming, type RowWriter } from './wgsl';
