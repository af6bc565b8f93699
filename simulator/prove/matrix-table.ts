import { Matrix, orderText, placeText } from './matrix';

export const CAPTIONS = ['failing', 'how', 'first request', 'then', 'after recovery', 'verdict'] as const;

/** Returns the request of a matrix, and the order in which its backends are used. */
export function headingOf({ request }: Matrix): [place: string, order: string] {
  return [placeText(request, request.operations.length - 1), orderText(request)];
}

/** Returns the cells below the captions, row by row. */
export function cellsOf({ rows }: Matrix): string[][] {
  return rows.map(({ backends, hows, first, then, after, verdict }, index) => {
    const isSame = index > 0 && rows[index - 1].backends.join() === backends.join();
    return [isSame ? '' : backends.join(' + '), hows.join(', '), first, then, after, verdict];
  });
}
