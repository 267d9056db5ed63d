import type { JsonSchema } from './schema';

type Schema = JsonSchema & {
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  items?: Schema;
  type?: string;
  anyOf?: Schema[];
  oneOf?: Schema[];
  const?: unknown;
};

/** Names of the fields that the schema allows in the object at `path` of `root`. */
export function fieldsAt(schema: JsonSchema, root: unknown, path: readonly PropertyKey[]): string[] {
  return [...new Set(schemasAt(schema, root, path).flatMap((s) => Object.keys(s.properties ?? {})))];
}

/** Types of the entries of the lists that the schema allows at `path` of `root`. */
export function entriesAt(schema: JsonSchema, root: unknown, path: readonly PropertyKey[]): string[] {
  return [...new Set(schemasAt(schema, root, path).flatMap((s) => s.items?.type ?? []))];
}

function schemasAt(schema: JsonSchema, root: unknown, path: readonly PropertyKey[]): Schema[] {
  let value = root;
  let schemas = alternatives(schema as Schema, value);
  for (const step of path) {
    value = (value as Record<PropertyKey, unknown> | undefined)?.[step];
    schemas = schemas.flatMap((s) => below(s, step)).flatMap((s) => alternatives(s, value));
  }
  return schemas;
}

function below(schema: Schema, step: PropertyKey): Schema[] {
  if (typeof step === 'number') return schema.items === undefined ? [] : [schema.items];
  const known = schema.properties?.[String(step)];
  if (known !== undefined) return [known];
  return typeof schema.additionalProperties === 'object' ? [schema.additionalProperties] : [];
}

/** The branches of a union that the constants in `value` (such as its `kind`) leave open. */
function alternatives(schema: Schema, value: unknown): Schema[] {
  const branches = schema.anyOf ?? schema.oneOf;
  if (branches === undefined || schema.properties !== undefined) return [schema];
  return branches.flatMap((b) => alternatives(b, value)).filter((b) => agrees(b, value));
}

function agrees(schema: Schema, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return Object.entries(schema.properties ?? {}).every(
    ([key, s]) => s.const === undefined || s.const === (value as Record<string, unknown>)[key],
  );
}
