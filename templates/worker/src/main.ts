import { noServer, WebApplication } from 'mews';
import { AcmeWorkerService } from './worker.ts';

const app = WebApplication.create({ server: noServer() });

app.addHostedService(new AcmeWorkerService({ interval: 1000, log: (text) => console.log(text) }));

await app.run();
