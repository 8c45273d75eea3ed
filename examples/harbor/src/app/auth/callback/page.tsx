"use client";

import { Suspense, useEffect } from "react";
import { useRouter, useSearchParams } from "next/navigation";
import Cookies from "js-cookie";
import { saveOfflineSession } from "@/lib/offline-db";

function CallbackHandler() {
  const router = useRouter();
  const params = useSearchParams();

  useEffect(() => {
    const token = params.get("token");
    const refreshToken = params.get("refresh_token");
    const locale = params.get("locale");

    if (!token) {
      router.replace("/login?error=oauth");
      return;
    }

    sessionStorage.setItem("access_token", token);
    Cookies.set("harbor_access", token, { expires: 7, sameSite: "lax", secure: true });

    if (locale) {
      Cookies.set("NEXT_LOCALE", locale, { expires: 365 });
    }

    if (refreshToken) {
      void saveOfflineSession(token, refreshToken);
    }

    router.replace("/dashboard");
  }, [params, router]);

  return <p className="py-20 text-center text-slate-500">Signing you in…</p>;
}

export default function AuthCallbackPage() {
  return (
    <Suspense>
      <CallbackHandler />
    </Suspense>
  );
}
