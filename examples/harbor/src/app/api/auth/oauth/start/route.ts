import { NextResponse, type NextRequest } from "next/server";
import { cookies } from "next/headers";

const AUTHORIZE_ENDPOINT = "https://accounts.google.com/o/oauth2/v2/auth";

export async function GET(request: NextRequest) {
  const state = crypto.randomUUID();
  const cookieStore = await cookies();
  cookieStore.set("oauth_state", state, {
    httpOnly: true,
    secure: process.env.NODE_ENV === "production",
    sameSite: "lax",
    path: "/api/auth/oauth",
    maxAge: 60 * 10,
  });

  const url = new URL(AUTHORIZE_ENDPOINT);
  url.searchParams.set("client_id", process.env.OAUTH_CLIENT_ID!);
  url.searchParams.set("redirect_uri", new URL("/api/auth/oauth/callback", request.url).toString());
  url.searchParams.set("response_type", "code");
  url.searchParams.set("scope", "openid email profile");
  url.searchParams.set("state", state);
  return NextResponse.redirect(url);
}
