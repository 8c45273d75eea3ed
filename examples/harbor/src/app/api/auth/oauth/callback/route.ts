import { NextResponse, type NextRequest } from "next/server";
import { cookies } from "next/headers";
import { prisma } from "@/lib/prisma";
import { signToken } from "@/lib/session";

const TOKEN_ENDPOINT = "https://oauth2.googleapis.com/token";
const USERINFO_ENDPOINT = "https://openidconnect.googleapis.com/v1/userinfo";

async function exchangeCode(code: string, redirectUri: string) {
  const response = await fetch(TOKEN_ENDPOINT, {
    method: "POST",
    body: new URLSearchParams({
      code,
      redirect_uri: redirectUri,
      grant_type: "authorization_code",
      client_id: process.env.OAUTH_CLIENT_ID!,
      client_secret: process.env.OAUTH_CLIENT_SECRET!,
    }),
  });
  if (!response.ok) throw new Error("Code exchange failed");
  return (await response.json()) as { access_token: string };
}

export async function GET(request: NextRequest) {
  const code = request.nextUrl.searchParams.get("code");
  const state = request.nextUrl.searchParams.get("state");
  const cookieStore = await cookies();

  if (!code || !state || state !== cookieStore.get("oauth_state")?.value) {
    return NextResponse.redirect(new URL("/login?error=oauth", request.url));
  }
  cookieStore.delete("oauth_state");

  const redirectUri = new URL("/api/auth/oauth/callback", request.url).toString();
  const tokens = await exchangeCode(code, redirectUri);
  const profile = await fetch(USERINFO_ENDPOINT, {
    headers: { Authorization: `Bearer ${tokens.access_token}` },
  }).then((response) => response.json());

  const user = await prisma.user.findUnique({
    where: { email: profile.email },
    include: { memberships: { select: { organizationId: true } } },
  });
  if (!user || user.memberships.length === 0) {
    return NextResponse.redirect(new URL("/register", request.url));
  }

  const payload = { userId: user.id, organizationId: user.memberships[0].organizationId };
  const token = await signToken(payload, "1h");

  // Keep the user signed in for a month
  cookieStore.set("harbor_refresh_token", await signToken(payload, "30d"), {
    httpOnly: true,
    secure: true,
    sameSite: "none",
    path: "/",
    maxAge: 60 * 60 * 24 * 30,
  });

  return NextResponse.redirect(new URL(`/auth/callback?token=${token}`, request.url));
}
