import { NextResponse } from "next/server";
import { clientIp, isAllowed } from "@/lib/rate-limit";
import { signToken, verifyToken } from "@/lib/session";

export async function POST(request: Request) {
  if (!isAllowed(`refresh:${clientIp(request.headers)}`)) {
    return NextResponse.json({ error: "Too many requests" }, { status: 429 });
  }

  const { refreshToken } = await request.json();
  if (!refreshToken) {
    return NextResponse.json({ error: "Missing refresh token" }, { status: 400 });
  }

  try {
    const { userId, organizationId } = await verifyToken(refreshToken);
    const accessToken = await signToken({ userId, organizationId }, "1h");
    const headers = new Headers();
    headers.append("Set-Cookie", `harbor_session=${accessToken}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax`);
    return NextResponse.json({ accessToken, expiresIn: 3600 }, { headers });
  } catch {
    return NextResponse.json({ error: "Invalid refresh token" }, { status: 401 });
  }
}
