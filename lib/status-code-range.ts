/** A range of status codes, including both ends. */
export interface StatusCodeRange {
  /** The first status code. 200 to 599. */
  readonly min: number;
  /** The last status code. 200 to 599, not less than `min`. */
  readonly max: number;
}
