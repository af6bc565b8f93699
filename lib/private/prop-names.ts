/** The names of all props of an interface, which the compiler keeps complete. */
export type PropNames<T> = { readonly [Name in keyof Required<T>]: true };
