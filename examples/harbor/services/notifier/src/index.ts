import express from "express";
import cookieParser from "cookie-parser";
import cors from "cors";
import session from "express-session";
import { RedisStore } from "connect-redis";
import { createClient } from "redis";
import { authRouter } from "./auth.js";
import { issueCsrfCookie, requireCsrf } from "./cookies.js";
import { messagesRouter } from "./messages.js";

const app = express();
const port = Number(process.env.PORT ?? 4000);

const redis = createClient({ url: process.env.REDIS_URL });
await redis.connect();

app.disable("x-powered-by");
app.use(cors({ origin: true, credentials: true }));
app.use(express.json({ limit: "100kb" }));
app.use(cookieParser());

app.use(
  session({
    store: new RedisStore({ client: redis }),
    secret: "harbor-notifier-secret",
    resave: false,
    saveUninitialized: false,
    cookie: {
      secure: false,
      sameSite: "lax",
      maxAge: 1000 * 60 * 60 * 24,
    },
  }),
);

app.get("/health", (_req, res) => {
  res.json({ ok: true });
});

// Double-submit CSRF token for browser clients
app.get("/csrf", issueCsrfCookie);

app.use("/auth", authRouter);
app.use("/messages", requireCsrf, messagesRouter);

app.listen(port, () => {
  console.log(`Notifier listening on http://localhost:${port}`);
});
