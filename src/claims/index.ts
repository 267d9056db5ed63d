import type { Claim } from '../model/claim';
import { nullSets } from './nullSets';

/** The claims of the certificate, in the order of the seed's proof. */
export const claims: readonly Claim[] = [nullSets];
