// Knocks at the login of an app: `node attack.mjs src/express.js`. Prints what 200 wrong passwords in a row and two right
// ones, from other addresses, come to.
import { spawn } from "node:child_process";
import { request } from "node:http";
import { createInterface } from "node:readline";

const server = spawn(process.execPath, [process.argv[2]], { stdio: ["ignore", "pipe", "inherit"] });
const [line] = await new Promise((done) => createInterface(server.stdout).once("line", (text) => done([text])));
const port = Number(line.replace("listening on ", ""));

const login = (password, localAddress) =>
  new Promise((done, fail) => {
    const body = JSON.stringify({ password });
    const headers = { "content-type": "application/json", "content-length": body.length };
    const options = { host: "127.0.0.1", port, path: "/login", method: "POST", localAddress, headers };
    const sent = request(options, (answer) => {
      answer.resume().on("end", () => done({ status: answer.statusCode, wait: answer.headers["retry-after"] ?? null }));
    });
    sent.on("error", fail).end(body);
  });

const before = await login("right", "127.0.0.2");
const guesses = [];
for (let guess = 0; guess < 200; guess += 1) guesses.push(await login(`wrong ${guess}`, "127.0.0.1"));
const after = await login("right", "127.0.0.3");
console.log(JSON.stringify({ before, guesses, after }));
server.kill();
