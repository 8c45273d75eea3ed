import Link from "next/link";
import { LoginForm } from "@/components/auth/login-form";

export default function LoginPage() {
  return (
    <main className="mx-auto flex max-w-md flex-col gap-6 px-6 py-20">
      <h1 className="text-2xl font-bold">Welcome back</h1>
      <LoginForm />
      <a href="/api/auth/oauth/start" className="rounded-md border px-4 py-2 text-center text-sm">
        Continue with Google
      </a>
      <p className="text-sm text-slate-500">
        No account yet?{" "}
        <Link href="/register" className="underline">
          Create one
        </Link>
      </p>
    </main>
  );
}
