"use client";

import { useState } from "react";
import Cookies from "js-cookie";
import { Moon, Sun } from "lucide-react";
import { Button } from "@/components/ui/button";
import { setCookie, setItem, STORAGE_KEYS } from "@/lib/storage";

const LOCALES = ["en", "de", "fr", "nl"];

/** Values the marina can override for its own branding. */
const designTokens = {
  light: { primary: "#0f766e", surface: "#ffffff" },
  dark: { primary: "#2dd4bf", surface: "#0b1220" },
};

interface ThemeToggleProps {
  initialTheme: string;
  initialLocale: string;
}

export function ThemeToggle({ initialTheme, initialLocale }: ThemeToggleProps) {
  const [theme, setTheme] = useState(initialTheme);
  const [locale, setLocale] = useState(initialLocale);

  function toggleTheme() {
    const next = theme === "dark" ? "light" : "dark";
    setTheme(next);
    setItem(STORAGE_KEYS.theme, next);
    setCookie("theme", next, 365);
    localStorage.setItem("design-tokens", JSON.stringify(designTokens[next]));
    document.documentElement.classList.toggle("dark", next === "dark");
  }

  function changeLocale(next: string) {
    setLocale(next);
    Cookies.set("NEXT_LOCALE", next, { expires: 365 });
    window.location.reload();
  }

  return (
    <div className="flex items-center gap-2">
      <select value={locale} onChange={(e) => changeLocale(e.target.value)} className="rounded-md border px-2 py-1 text-sm">
        {LOCALES.map((code) => (
          <option key={code} value={code}>
            {code.toUpperCase()}
          </option>
        ))}
      </select>
      <Button variant="ghost" size="sm" onClick={toggleTheme} aria-label="Toggle theme">
        {theme === "dark" ? <Sun className="h-4 w-4" /> : <Moon className="h-4 w-4" />}
      </Button>
    </div>
  );
}
