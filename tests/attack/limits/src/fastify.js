import Fastify from "fastify";
import bcrypt from "bcryptjs";

const app = Fastify();
const hash = bcrypt.hashSync("right", 4);

app.post("/login", async (request, reply) => {
  const isRight = await bcrypt.compare(request.body.password, hash);
  return reply.code(isRight ? 204 : 401).send();
});

await app.listen({ port: 0 });
console.log(`listening on ${app.server.address().port}`);
