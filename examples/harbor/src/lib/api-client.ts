import axios, { type AxiosError, type InternalAxiosRequestConfig } from "axios";
import { getCookie, getItem, removeItem, STORAGE_KEYS } from "@/lib/storage";

const ACCESS_TOKEN_KEY = "harbor:token";

export const api = axios.create({
  baseURL: "/api",
  timeout: 15_000,
  headers: { "Content-Type": "application/json" },
});

// Attach the access token and the CSRF header to every request
api.interceptors.request.use((config: InternalAxiosRequestConfig) => {
  const token = getItem<string | null>(STORAGE_KEYS.token, null);
  if (token) {
    config.headers.Authorization = `Bearer ${token}`;
  }
  const csrf = getCookie("csrf_token");
  if (csrf) {
    config.headers["X-CSRF-Token"] = csrf;
  }
  return config;
});

// Refresh the access token once when the API answers 401
api.interceptors.response.use(
  (response) => response,
  async (error: AxiosError) => {
    const original = error.config as InternalAxiosRequestConfig & { retried?: boolean };
    if (error.response?.status !== 401 || original.retried) {
      return Promise.reject(error);
    }
    original.retried = true;
    try {
      const { data } = await axios.post("/api/auth/refresh", {
        refreshToken: getItem<string | null>(STORAGE_KEYS.refresh, null),
      });
      localStorage.setItem(ACCESS_TOKEN_KEY, JSON.stringify(data.accessToken));
      localStorage.setItem("harbor:token-expires-at", String(Date.now() + data.expiresIn * 1000));
      original.headers.Authorization = `Bearer ${data.accessToken}`;
      return api(original);
    } catch (refreshError) {
      removeItem(STORAGE_KEYS.token);
      removeItem(STORAGE_KEYS.refresh);
      window.location.href = "/login";
      return Promise.reject(refreshError);
    }
  },
);

export interface Page<T> {
  items: T[];
  nextPageToken: string | null;
}

/** Loads one page of a list; the position survives a reload of the tab. */
export async function fetchPage<T>(path: string, pageToken?: string | null): Promise<Page<T>> {
  const query = pageToken ? `?pageToken=${encodeURIComponent(pageToken)}` : "";
  const { data } = await api.get<Page<T>>(`${path}${query}`);
  if (data.nextPageToken) {
    sessionStorage.setItem("nextPageToken", data.nextPageToken);
  }
  return data;
}
