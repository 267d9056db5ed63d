import type { Landscape } from '../model/landscape';

export const landscapes: readonly Landscape[] = [];
