// Asks an OFREP server for one flag over kept-alive connections, and prints the milliseconds that this took. It uses raw sockets, so
// that the client does less work than the server. Request: { port, flag, count, bodies }; every other body is for a customer who
// has the flag.
import { strict as assert } from "node:assert";
import { connect } from "node:net";

const { port, flag, count, bodies } = JSON.parse(process.argv[2]);
const connections = 16;
const requests = bodies.map((body) =>
  Buffer.from(
    `POST /ofrep/v1/evaluate/flags/${flag} HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n` +
      `content-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  ),
);

let sent = 0;
let on = 0;
const began = performance.now();
await Promise.all(Array.from({ length: connections }, askInTurn));
assert.equal(on, count / 2);
console.log(JSON.stringify({ ms: performance.now() - began }));

/** Asks over one connection, one question at a time. */
function askInTurn() {
  return new Promise((resolve, reject) => {
    let text = "";
    const socket = connect({ port, host: "127.0.0.1", noDelay: true }, ask).on("error", reject);
    function ask() {
      if (sent === count) return resolve(socket.destroy());
      socket.write(requests[sent++ % requests.length]);
    }
    socket.on("data", (chunk) => {
      text += chunk.toString("latin1");
      const end = text.indexOf("\r\n\r\n");
      if (end < 0) return;
      const [, length] = /content-length: (\d+)/i.exec(text) ?? [];
      assert.ok(length !== undefined && text.startsWith("HTTP/1.1 200"), text);
      if (text.length < end + 4 + Number(length)) return;
      if (text.includes('"value":true')) on++;
      text = "";
      ask();
    });
  });
}
