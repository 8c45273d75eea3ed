import { createApp } from "./app.js";
import { migrate } from "./db/index.js";
import { seed } from "./db/seed.js";

const port = Number(process.env.PORT ?? 3000);

await migrate();
await seed();

const server = createApp().listen(port, "127.0.0.1", () => {
  const address = server.address();
  console.log(`listening on ${typeof address === "object" ? address?.port : address}`);
});
