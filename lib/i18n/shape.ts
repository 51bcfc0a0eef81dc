/** The same keys with any words: holds the other language to the keys of the first. */
export type Shape<T> = { readonly [K in keyof T]: T[K] extends string ? string : Shape<T[K]> };
