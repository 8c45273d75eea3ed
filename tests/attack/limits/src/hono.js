import { serve } from "@hono/node-server";
import { Hono } from "hono";
import bcrypt from "bcryptjs";

const app = new Hono();
const hash = bcrypt.hashSync("right", 4);

app.post("/login", async (c) => {
  const { password } = await c.req.json();
  const isRight = await bcrypt.compare(password, hash);
  return c.body(null, isRight ? 204 : 401);
});

serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, (info) => console.log(`listening on ${info.port}`));
