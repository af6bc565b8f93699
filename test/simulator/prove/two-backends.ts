import { Api, retry, Service, stackOf } from './stacks';

export const POOL = '<set-backend-service backend-id="pool" />';
export const FORWARD = '<forward-request timeout="10" buffer-request-body="true" />';
export const FAILOVER = { inbound: `<base />${POOL}`, backend: retry(1, POOL + FORWARD) };
export const RETURN = '<return-response><set-status code="403" reason="no" /></return-response>';
export const TWO: Service = {
  backends: { a: { count: 1 }, b: { count: 1 } },
  pools: {
    pool: [
      { name: 'a', priority: 1 },
      { name: 'b', priority: 2 },
    ],
  },
};
export const ORDERS: Api = { name: 'orders', policy: FAILOVER };
export const service = (more: Service): string => stackOf({ ...TWO, ...more });
