/**
 * Central application configuration.
 * Import from here instead of reading process.env directly.
 */
export const config = {
  appName: "Harbor",
  appUrl: process.env.NEXT_PUBLIC_APP_URL ?? "http://localhost:3000",
  notifierUrl: process.env.NEXT_PUBLIC_NOTIFIER_URL ?? "http://localhost:4000",
  stripe: {
    publishableKey: process.env.NEXT_PUBLIC_STRIPE_PUBLISHABLE_KEY,
    secretKey: process.env.STRIPE_SECRET_KEY,
  },
  ai: {
    model: "gpt-4o-mini",
    maxTokens: 400,
  },
} as const;
