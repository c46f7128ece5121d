import { WebApplication } from 'mews';

const app = WebApplication.create();
app.mapGet('/', () => 'Hello World!');
export default app;
