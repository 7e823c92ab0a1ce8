/** |got - want| may be this times the largest |want|: right code differs by rounding, 1e-12 at worst. */
export const TOLERANCE = 1e-6;
