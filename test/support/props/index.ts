/**
 * Input for the constructs: valid, at the edge, and wild.
 *
 * What is generated is a recipe, plain data that fast-check can show and shrink: tokens, durations and constructs are
 * made of it for one stack by `World.make`.
 */
export * from './apis';
export * from './backends';
export * from './pools';
export * from './services';
export * from './values';
export * from './world';
