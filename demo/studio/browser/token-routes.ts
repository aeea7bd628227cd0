/** The host's side of `token-endpoint`, for copying: who asks, from where, may they see whom they ask for, then a token. */
export interface TokenRoute {
  name: string;
  file: string;
  code: string;
}

export interface Addresses {
  /** Of the Canditech server. */
  server: string;
  /** Of the host's pages. */
  origin: string;
  /** Of `token-endpoint`. */
  path?: string;
  /** A token for all candidates of a list, at most 100, whose badges share it. */
  isList?: boolean;
}

const express = ({ server, origin, isList }: Addresses) => `
app.post('/canditech/token', requireLogin, express.json(), async (req, res) => {
  if ((req.get('Sec-Fetch-Site') ?? 'same-origin') !== 'same-origin') return res.sendStatus(403); // another site
${
  isList
    ? `  const found = await listCandidatesVisibleTo(req.user, req.body.context); // your own check, first: those of the page
  if (!found.length) return res.sendStatus(403);
  const candidate = found.map(({ externalId }) => externalId); // at most 100`
    : `  const found = await findCandidateVisibleTo(req.user, req.body.candidateId); // your own check, first
  if (!found) return res.sendStatus(403);
  const candidate = { externalId: found.externalId, name: found.name, email: found.email };`
}
  const actor = { name: req.user.name };
  const headers = { Authorization: \`Bearer \${process.env.CANDITECH_EMBED_KEY}\`, 'Content-Type': 'application/json' };
  const body = JSON.stringify({ sub: String(req.user.id), actor, role: 'recruiter', candidate, origin: '${origin}' });
  const minted = await fetch('${server}/v1/embed/sessions', { method: 'POST', headers, body });
  res.status(minted.status).set('Cache-Control', 'no-store').json(await minted.json());
});`;

const next = ({ server, origin, isList }: Addresses) => `
export async function POST(request: Request) {
  const isOwn = (request.headers.get('Sec-Fetch-Site') ?? 'same-origin') === 'same-origin'; // no other site
  const user = isOwn && (await currentUser());
${
  isList
    ? `  const { context } = await request.json();
  const found = user ? await listCandidatesVisibleTo(user, context) : []; // your own check, first: those of the page
  if (!user || !found.length) return Response.json({ detail: 'Not your candidates.' }, { status: 403 });
  const candidate = found.map(({ externalId }) => externalId); // at most 100`
    : `  const { candidateId } = await request.json();
  const found = user && (await findCandidateVisibleTo(user, candidateId)); // your own check, first
  if (!user || !found) return Response.json({ detail: 'Not your candidate.' }, { status: 403 });
  const candidate = { externalId: found.externalId, name: found.name, email: found.email };`
}
  const actor = { name: user.name };
  const minted = await fetch('${server}/v1/embed/sessions', {
    method: 'POST',
    headers: { Authorization: \`Bearer \${process.env.CANDITECH_EMBED_KEY}\`, 'Content-Type': 'application/json' },
    body: JSON.stringify({ sub: String(user.id), actor, role: 'recruiter', candidate, origin: '${origin}' }),
  });
  return Response.json(await minted.json(), { status: minted.status, headers: { 'Cache-Control': 'no-store' } });
}`;

const django = ({ server, origin, isList }: Addresses) => `
import json, requests
from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpResponseForbidden, JsonResponse
${isList ? '' : 'from django.shortcuts import get_object_or_404\n'}from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST
from .models import Candidate

# urls.py: path("canditech/token", views.canditech_token)
@csrf_exempt  # in its place: the first line
@require_POST
@login_required
def canditech_token(request):
    if request.headers.get("Sec-Fetch-Site", "same-origin") != "same-origin": return HttpResponseForbidden()
${
  isList
    ? `    context = json.loads(request.body).get("context")
    found = Candidate.objects.visible_to(request.user).on_page(context)[:100]  # your own check, first
    candidate = [str(one.pk) for one in found]
    if not candidate: return HttpResponseForbidden()`
    : `    candidate_id = json.loads(request.body)["candidateId"]
    found = get_object_or_404(Candidate.objects.visible_to(request.user), pk=candidate_id)  # your own check, first
    candidate = {"externalId": str(found.pk), "name": found.name, "email": found.email}`
}
    name = request.user.get_full_name() or request.user.get_username()  # must not be empty
    minted = requests.post("${server}/v1/embed/sessions", timeout=10,
        headers={"Authorization": f"Bearer {settings.CANDITECH_EMBED_KEY}"},
        json={"sub": str(request.user.pk), "actor": {"name": name}, "role": "recruiter",
              "candidate": candidate, "origin": "${origin}"})
    return JsonResponse(minted.json(), status=minted.status_code, headers={"Cache-Control": "no-store"})`;

const rails = ({ server, origin, isList }: Addresses) => `
require "net/http"

# config/routes.rb: post "/canditech/token", to: "canditech_tokens#create"
class CanditechTokensController < ApplicationController
  before_action :authenticate_user!
  skip_forgery_protection # in its place: the first line

  def create
    return head :forbidden unless request.headers.fetch("Sec-Fetch-Site", "same-origin") == "same-origin"
${
  isList
    ? `    found = current_user.visible_candidates.on_page(params[:context]).limit(100) # your own check, first
    return head :forbidden if found.empty?
    candidate = found.map { |one| one.id.to_s }`
    : `    found = current_user.visible_candidates.find(params[:candidateId]) # your own check, first
    candidate = { externalId: found.id.to_s, name: found.name, email: found.email }`
}
    grant = { sub: current_user.id.to_s, actor: { name: current_user.name }, role: "recruiter",
              candidate: candidate, origin: "${origin}" }
    headers = { "Authorization" => "Bearer #{ENV.fetch("CANDITECH_EMBED_KEY")}", "Content-Type" => "application/json" }
    minted = Net::HTTP.post(URI("${server}/v1/embed/sessions"), grant.to_json, headers)
    no_store
    render json: minted.body, status: minted.code.to_i
  end
end`;

const laravel = ({ server, origin, isList }: Addresses) => `
use Illuminate\\Foundation\\Http\\Middleware\\VerifyCsrfToken; // Route is imported there already
use Illuminate\\Http\\Request;
use Illuminate\\Support\\Facades\\Http;

// config/services.php: 'canditech' => ['embed_key' => env('CANDITECH_EMBED_KEY')],
Route::post('/canditech/token', function (Request $request) {
    abort_unless($request->header('Sec-Fetch-Site', 'same-origin') === 'same-origin', 403);
    $user = $request->user();
${
  isList
    ? `    $found = $user->visibleCandidates()->onPage($request->input('context'))->limit(100)->get(); // your own check, first
    abort_if($found->isEmpty(), 403);
    $candidate = $found->map(fn ($one) => (string) $one->id);`
    : `    $found = $user->visibleCandidates()->findOrFail($request->input('candidateId')); // your own check, first
    $candidate = ['externalId' => (string) $found->id, 'name' => $found->name, 'email' => $found->email];`
}
    $minted = Http::withToken(config('services.canditech.embed_key'))->post('${server}/v1/embed/sessions', [
        'sub' => (string) $user->id,
        'actor' => ['name' => $user->name],
        'role' => 'recruiter',
        'candidate' => $candidate,
        'origin' => '${origin}',
    ]);
    return response()->json($minted->json(), $minted->status(), ['Cache-Control' => 'no-store']);
})->middleware('auth')->withoutMiddleware(VerifyCsrfToken::class); // in its place: the first line`;

const aspNet = ({ server, origin, isList }: Addresses) => `
using System.Net.Http.Headers;
using System.Security.Claims;

// before builder.Build():
builder.Services.AddHttpClient("canditech", client => client.DefaultRequestHeaders.Authorization =
    new AuthenticationHeaderValue("Bearer", builder.Configuration["CANDITECH_EMBED_KEY"]));

// before app.Run():
app.MapPost("/canditech/token", async (TokenRequest asked, HttpContext http, Candidates candidates, IHttpClientFactory clients) =>
{
    if (http.Request.Headers["Sec-Fetch-Site"].Any(site => site != "same-origin")) return Results.StatusCode(403);
${
  isList
    ? `    var found = await candidates.ListVisibleTo(http.User, asked.Context); // your own check, first: those of the page
    if (!found.Any()) return Results.StatusCode(403);
    var candidate = found.Select(one => one.Id.ToString()); // at most 100`
    : `    var found = await candidates.FindVisibleTo(http.User, asked.CandidateId); // your own check, first
    if (found is null) return Results.StatusCode(403);
    var candidate = new { externalId = found.Id.ToString(), name = found.Name, email = found.Email };`
}
    var sub = http.User.FindFirstValue(ClaimTypes.NameIdentifier)!;
    var actor = new { name = http.User.Identity?.Name ?? sub };
    var minted = await clients.CreateClient("canditech").PostAsJsonAsync("${server}/v1/embed/sessions",
        new { sub, actor, role = "recruiter", candidate, origin = "${origin}" });
    http.Response.Headers.CacheControl = "no-store";
    return Results.Text(await minted.Content.ReadAsStringAsync(), "application/json", null, (int)minted.StatusCode);
}).RequireAuthorization();

// at the end of the file, below app.Run():
record TokenRequest(${isList ? 'string? Context' : 'string CandidateId'});`;

const PATH = 'canditech/token';

export const tokenRoutes = ({ path = `/${PATH}`, ...addresses }: Addresses): TokenRoute[] =>
  [
    { name: 'Express', file: 'server.js', code: express },
    { name: 'Next', file: `app/${PATH}/route.ts`, code: next },
    { name: 'Django', file: 'views.py', code: django },
    { name: 'Rails', file: 'app/controllers/canditech_tokens_controller.rb', code: rails },
    { name: 'Laravel', file: 'routes/web.php', code: laravel },
    { name: 'ASP.NET', file: 'Program.cs', code: aspNet },
  ].map(({ name, file, code }) => ({
    name,
    file: file.replace(PATH, path.slice(1)),
    code: code(addresses).trim().replaceAll(PATH, path.slice(1)),
  }));
