"""Addresses of jobs."""

from django.urls import path

from maillage.core.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.job_list, name="list"),
    path("<uuid:job_id>/", views.job, name="job"),
    path("<uuid:job_id>/avancement/", views.progress, name="progress"),
    path("<uuid:job_id>/annuler/", views.cancel, name="cancel"),
    path("<uuid:job_id>/reprendre/", views.retry, name="retry"),
]
