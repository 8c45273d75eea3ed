import express from "express";
import bcrypt from "bcryptjs";

const app = express();
const hash = bcrypt.hashSync("right", 4);

app.use(express.json());

app.post("/login", async (req, res) => {
  const isRight = await bcrypt.compare(req.body.password, hash);
  res.sendStatus(isRight ? 204 : 401);
});

const server = app.listen(0, "127.0.0.1", () => console.log(`listening on ${server.address().port}`));
