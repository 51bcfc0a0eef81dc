import { NotFoundView, notFoundMetadata } from "#app/not-found-view.tsx";

export const generateMetadata = notFoundMetadata;

export default function NotFoundPage() {
  return <NotFoundView />;
}
