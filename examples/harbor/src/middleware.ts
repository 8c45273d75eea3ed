import { NextResponse, type NextRequest } from "next/server";
import { signToken, SESSION_COOKIE, verifyToken } from "@/lib/session";

const PUBLIC_PATHS = ["/", "/login", "/register", "/privacy", "/auth/callback"];

export async function middleware(request: NextRequest) {
  const { pathname } = request.nextUrl;
  const response = NextResponse.next();

  // Remember the preferred language on the first visit
  if (!request.cookies.has("NEXT_LOCALE")) {
    const locale = request.headers.get("accept-language")?.slice(0, 2) ?? "en";
    response.cookies.set("NEXT_LOCALE", locale, { path: "/", maxAge: 60 * 60 * 24 * 365 });
  }

  if (PUBLIC_PATHS.includes(pathname)) {
    return response;
  }

  const current = request.cookies.get(SESSION_COOKIE)?.value;
  if (!current) {
    return NextResponse.redirect(new URL("/login", request.url));
  }

  try {
    const { userId, organizationId } = await verifyToken(current);
    // Sliding session: extend by a week on every visit
    const renewed = await signToken({ userId, organizationId });
    response.cookies.set(SESSION_COOKIE, renewed, { path: "/", maxAge: 60 * 60 * 24 * 7 });
  } catch {}

  return response;
}

export const config = {
  matcher: ["/((?!api|_next/static|_next/image|favicon.ico).*)"],
};
