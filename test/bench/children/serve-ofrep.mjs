// Serves the OFREP handler built in a folder with node:http, and prints the port. Request: { folder }.
import { createServer } from "node:http";
import { pathToFileURL } from "node:url";

const { folder } = JSON.parse(process.argv[2]);
const { ofrepListener } = await import(pathToFileURL(`${folder}/ofrep.js`).href);
const server = createServer(ofrepListener({ context: (_, body) => body.context }));
server.listen(0, "127.0.0.1", () => console.log(`listening on http://127.0.0.1:${server.address().port}`));
