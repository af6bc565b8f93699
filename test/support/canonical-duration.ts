/** A duration as Azure returns it: no unit is zero or overflows into the next larger one, and zero is `PT0S`. */
export const CANONICAL_DURATION =
  /^(?:PT0S|P(?=.)(?:[1-9]\d*D)?(?:T(?=.)(?:(?:[1-9]|1\d|2[0-3])H)?(?:[1-5]?[1-9]M|[1-5]0M)?(?:(?:[1-9]|[1-5]\d)(?:\.\d*[1-9])?S|0\.\d*[1-9]S)?)?)$/;
