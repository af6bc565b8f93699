/** A range of status codes, both ends included. */
export interface StatusCodeRange {
  /** The first status code, 200 to 599. */
  readonly min: number;
  /** The last status code, 200 to 599, not under `min`. */
  readonly max: number;
}
