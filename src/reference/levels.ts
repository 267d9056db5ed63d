export function levelMasses(..._: unknown[]): Float64Array | null {
  return null;
}
