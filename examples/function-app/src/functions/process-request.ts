import { app } from '@azure/functions';
import { functionAppFrom, processRequest } from '../process-request';

app.http('ProcessRequestFunction', {
  methods: ['POST'],
  authLevel: 'function',
  route: 'ProcessRequestFunction',
  handler: async (request) => processRequest(await request.text(), functionAppFrom(process.env)),
});
