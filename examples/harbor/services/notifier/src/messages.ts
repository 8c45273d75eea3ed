import { Router } from "express";
import { rateLimit } from "express-rate-limit";
import { RedisStore } from "rate-limit-redis";
import { createClient } from "redis";
import pg from "pg";
import twilio from "twilio";
import { requireOperator } from "./auth.js";

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL });
const sms = twilio(process.env.TWILIO_ACCOUNT_SID, process.env.TWILIO_AUTH_TOKEN);

const redis = createClient({ url: process.env.REDIS_URL });
await redis.connect();

const reminderLimiter = rateLimit({
  windowMs: 60 * 60 * 1000,
  limit: 30,
  store: new RedisStore({ sendCommand: (...args: string[]) => redis.sendCommand(args) }),
});

export const messagesRouter = Router();
messagesRouter.use(requireOperator);

// List the messages of the operator's organization
messagesRouter.get("/", async (req, res) => {
  const { rows } = await pool.query(
    "select id, recipient, body, sent_at from messages where organization_id = $1 order by sent_at desc limit 100",
    [req.session.organizationId],
  );
  res.json(rows);
});

// Send a single text message
messagesRouter.post("/sms", async (req, res) => {
  const { to, body } = req.body as { to: string; body: string };
  const message = await sms.messages.create({ to, body, from: process.env.TWILIO_FROM });
  res.status(202).json({ id: message.sid });
});

// Remind tomorrow's arrivals
messagesRouter.post("/reminders", reminderLimiter, async (req, res) => {
  const { rows } = await pool.query(
    "select skipper_phone, boat_name from bookings where organization_id = $1 and arrival::date = current_date + 1",
    [req.session.organizationId],
  );
  await Promise.all(
    rows.map((row) =>
      sms.messages.create({
        to: row.skipper_phone,
        body: `See you tomorrow, ${row.boat_name}!`,
        from: process.env.TWILIO_FROM,
      }),
    ),
  );
  res.status(202).json({ sent: rows.length });
});
